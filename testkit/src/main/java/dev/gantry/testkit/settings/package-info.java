// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Arbitrary settings, valid and with mistakes, made from the JSON Schema of a model. */
package dev.gantry.testkit.settings;
