@NullMarked
package io.ringkey.query.processors;

import org.jspecify.annotations.NullMarked;
