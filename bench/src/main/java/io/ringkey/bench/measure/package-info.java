/** What is measured, and against what. */
@NullMarked
package io.ringkey.bench.measure;

import org.jspecify.annotations.NullMarked;
