// SPDX-License-Identifier: Apache-2.0 OR MIT

/** A reader of JSON that keeps places. */
package dev.gantry.settings.internal.json;
