/** Devices that are recognised when their person signs in again. */
@NullMarked
package io.ringkey.command.device;

import org.jspecify.annotations.NullMarked;
