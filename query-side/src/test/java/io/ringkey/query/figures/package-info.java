@org.jspecify.annotations.NullMarked
package io.ringkey.query.figures;
