// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Changes of settings: differences, merge patches, JSON patches and three-way merges. */
package dev.gantry.settings.change;
