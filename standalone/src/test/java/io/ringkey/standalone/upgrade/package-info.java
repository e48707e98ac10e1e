/** What is kept from earlier releases: data, backups, and programs that still run. */
@NullMarked
package io.ringkey.standalone.upgrade;

import org.jspecify.annotations.NullMarked;
