// SPDX-License-Identifier: Apache-2.0 OR MIT

/** How vendors add to the settings: namespaces, keys, rules, defaults, services and variants. */
package dev.gantry.settings.extension;
