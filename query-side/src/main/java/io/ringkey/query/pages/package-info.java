/** What the pages for people have in common: their words, their style, their scripts, and signing in. */
@NullMarked
package io.ringkey.query.pages;

import org.jspecify.annotations.NullMarked;
