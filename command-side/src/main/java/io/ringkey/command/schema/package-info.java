/** The tables of the write side, brought to this release's shape. */
@NullMarked
package io.ringkey.command.schema;

import org.jspecify.annotations.NullMarked;
