/** How events are kept: names, serialization, the storage engine on PostgreSQL, migrations, reading the record. */
@NullMarked
package io.ringkey.eventstore;

import org.jspecify.annotations.NullMarked;
