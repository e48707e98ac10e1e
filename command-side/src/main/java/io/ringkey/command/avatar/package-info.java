/** People's pictures: checked, cut, kept. */
@NullMarked
package io.ringkey.command.avatar;

import org.jspecify.annotations.NullMarked;
