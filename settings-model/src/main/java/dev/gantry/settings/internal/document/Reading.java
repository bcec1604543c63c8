// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import dev.gantry.settings.input.DocumentNode.TableNode;

/**
 * What a reader makes of a text.
 *
 * @param root all that can be read
 * @param complete whether it is known where in the document each value belongs
 */
public record Reading(TableNode root, boolean complete) {}
