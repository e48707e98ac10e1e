/** Who was erased, kept outside the database, so that a restored backup does not bring them back. */
@NullMarked
package io.ringkey.command.ledger;

import org.jspecify.annotations.NullMarked;
