// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Types of single values: text with rules, choices, and values that can be written in several
 * shapes.
 */
package dev.gantry.settings.scalar;
