@NullMarked
package io.ringkey.query.admin;

import org.jspecify.annotations.NullMarked;
