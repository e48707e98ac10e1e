@NullMarked
package io.ringkey.query.inspection;

import org.jspecify.annotations.NullMarked;
