// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * What happens between power-on and a running system: the boot image with its configuration, and a
 * simulation of loader and kernel that decides what a disk would boot.
 */
package dev.gantry.update.boot;
