// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Migrations of settings between versions of the model, forward and backward without loss. */
package dev.gantry.settings.migration;
