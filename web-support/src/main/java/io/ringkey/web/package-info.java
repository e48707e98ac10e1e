/** What both sides' HTTP shares. */
@NullMarked
package io.ringkey.web;

import org.jspecify.annotations.NullMarked;
