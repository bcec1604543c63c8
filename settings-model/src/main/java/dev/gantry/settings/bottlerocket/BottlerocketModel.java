// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.rules.BottlerocketRules;
import dev.gantry.settings.schema.RecordTypes;
import dev.gantry.settings.schema.SettingsModel;
import java.util.List;

/**
 * All of Bottlerocket's settings: the 23 namespaces of release 1.26.1 and the four that came later,
 * with the keys that settings-models has up to 0.28.
 */
public final class BottlerocketModel {
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          AutoscalingSettings.class,
          AwsSettings.class,
          BootSettings.class,
          BootstrapCommandsSettings.class,
          BootstrapContainersSettings.class,
          CloudformationSettings.class,
          ContainerRegistrySettings.class,
          ContainerRuntimePluginsSettings.class,
          ContainerRuntimeSettings.class,
          DnsSettings.class,
          EcsSettings.class,
          HostContainersSettings.class,
          ImageVerifierPluginsSettings.class,
          KernelSettings.class,
          KubeletDevicePluginsSettings.class,
          KubeletDraDriversSettings.class,
          KubernetesSettings.class,
          MeasurementSettings.class,
          MetricsSettings.class,
          MotdSettings.class,
          NetworkSettings.class,
          NtpSettings.class,
          NvidiaContainerRuntimeSettings.class,
          OciDefaultsSettings.class,
          OciHooksSettings.class,
          PkiSettings.class,
          UpdatesSettings.class);

  private static final SettingsModel MODEL =
      SettingsModel.of(
          RECORDS.stream().map(RecordTypes::namespace).toList(), BottlerocketRules.all());

  private BottlerocketModel() {}

  /**
   * Returns the records.
   *
   * @return one for each namespace
   */
  public static List<Class<? extends Record>> records() {
    return RECORDS;
  }

  /**
   * Returns the model of all variants together, with its rules across fields.
   *
   * @return the model
   */
  public static SettingsModel model() {
    return MODEL;
  }
}
