@NullMarked
package io.ringkey.query.deadletter;

import org.jspecify.annotations.NullMarked;
