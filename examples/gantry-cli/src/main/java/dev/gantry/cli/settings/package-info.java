// SPDX-License-Identifier: Apache-2.0 OR MIT

/** {@code gantry settings}: checks, explains, stores and renders settings. */
package dev.gantry.cli.settings;
