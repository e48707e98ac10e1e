/** Every failure as one kind of answer: problem details (RFC 9457) in the language of the caller. */
@NullMarked
package io.ringkey.web.problem;

import org.jspecify.annotations.NullMarked;
