// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Rules across fields of Bottlerocket's settings. */
package dev.gantry.settings.rules;
