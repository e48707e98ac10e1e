/** The vocabulary that both sides share: values, failures, positions, and how events are named. */
@NullMarked
package io.ringkey.api;

import org.jspecify.annotations.NullMarked;
