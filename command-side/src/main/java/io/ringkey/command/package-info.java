/** The write side: what happens when somebody asks for something, and what is put on record. */
@NullMarked
package io.ringkey.command;

import org.jspecify.annotations.NullMarked;
