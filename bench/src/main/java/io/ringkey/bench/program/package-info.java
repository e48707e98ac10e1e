/** What is measured, in processes of its own, and its PostgreSQL. */
@NullMarked
package io.ringkey.bench.program;

import org.jspecify.annotations.NullMarked;
