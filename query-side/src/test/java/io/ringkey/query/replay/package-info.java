@NullMarked
package io.ringkey.query.replay;

import org.jspecify.annotations.NullMarked;
