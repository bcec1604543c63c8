// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What a change of settings does to a host: files, services, reboot; and the doing of it. */
package dev.gantry.settings.apply;
