// SPDX-License-Identifier: Apache-2.0 OR MIT

/** A reader of TOML 1.0 that keeps places and goes on after errors. */
package dev.gantry.settings.internal.toml;
