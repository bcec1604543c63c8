// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.json;

/**
 * What a document may cost, checked before or while it is read.
 *
 * @param maxBytes size of the whole document
 * @param maxDepth nesting of objects and arrays
 * @param maxTextLength length of one string, name or number in UTF-16 units
 * @param maxValues number of values in all
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxTextLength, int maxValues) {}
