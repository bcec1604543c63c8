// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Templates of configuration files: parsing, rendering from settings, and checking. */
package dev.gantry.settings.template;
