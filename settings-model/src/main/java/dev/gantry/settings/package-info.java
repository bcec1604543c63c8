// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Keys, values, positions, violations, layers and origins of settings. */
package dev.gantry.settings;
