// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import dev.gantry.settings.input.DocumentNode.TableNode;

/**
 * What a reader makes of a text.
 *
 * @param root all that can be read
 * @param complete whether it is known where in the document each value belongs
 * @param unread where text starts of which nothing is in the table, in UTF-16 units; the text's
 *     length if all of it was looked at, piece by piece
 */
public record Reading(TableNode root, boolean complete, int unread) {}
