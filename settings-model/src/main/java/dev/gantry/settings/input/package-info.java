// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Reads settings that people and programs give, and says all that is wrong with them and where. */
package dev.gantry.settings.input;
