/** When tables are scrubbed, as the settings say it. */
@NullMarked
package io.ringkey.web.scrub;

import org.jspecify.annotations.NullMarked;
