/** The write side under test: the whole program on a real database, at a time of the test's own. */
@NullMarked
package io.ringkey.command.testing;

import org.jspecify.annotations.NullMarked;
