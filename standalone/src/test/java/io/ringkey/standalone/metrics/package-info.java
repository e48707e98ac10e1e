/** What the program tells of itself, and what asks for it: the dashboard, the alerts, the documentation. */
@NullMarked
package io.ringkey.standalone.metrics;

import org.jspecify.annotations.NullMarked;
