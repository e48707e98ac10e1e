/** The pieces of code that run most often, measured alone with JMH. */
@NullMarked
package io.ringkey.bench.hot;

import org.jspecify.annotations.NullMarked;
