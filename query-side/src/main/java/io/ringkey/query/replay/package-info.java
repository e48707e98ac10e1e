/** Making the read models again from the record, while the service runs. */
@NullMarked
package io.ringkey.query.replay;

import org.jspecify.annotations.NullMarked;
