/** The key above all keys, from the settings. */
@NullMarked
package io.ringkey.web.masterkey;

import org.jspecify.annotations.NullMarked;
