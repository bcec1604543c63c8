// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.SettingType;
import java.util.List;

/** The types of this package. */
public final class Scalars {
  private static final List<SettingType> ALL =
      List.of(
          ApiclientCommand.TYPE,
          BootConfigKey.TYPE,
          BootConfigValue.TYPE,
          BootstrapMode.TYPE,
          ByteSize.TYPE,
          ChunkSize.TYPE,
          ContainerdLogLevel.TYPE,
          CpuManagerPolicy.TYPE,
          DNSDomain.TYPE,
          DeviceListStrategy.TYPE,
          ECSAgentImagePullBehavior.TYPE,
          ECSAgentLogLevel.TYPE,
          ECSAttributeKey.TYPE,
          ECSAttributeValue.TYPE,
          ECSDurationValue.TYPE,
          EtcHostsEntries.TYPE,
          FriendlyVersion.TYPE,
          HugepageAllocation.TYPE,
          HugepageSize.TYPE,
          Identifier.TYPE,
          IntegerPercent.TYPE,
          IpAddr.TYPE,
          KernelCpuSetValue.TYPE,
          KmodKey.TYPE,
          KubernetesAuthenticationMode.TYPE,
          KubernetesBootstrapToken.TYPE,
          KubernetesCPUManagerPolicyOption.TYPE,
          KubernetesCloudProvider.TYPE,
          KubernetesClusterDnsIp.TYPE,
          KubernetesClusterName.TYPE,
          KubernetesDurationValue.TYPE,
          KubernetesEvictionKey.TYPE,
          KubernetesHostnameOverrideSource.TYPE,
          KubernetesIdsPerPodValue.TYPE,
          KubernetesLabelKey.TYPE,
          KubernetesLabelValue.TYPE,
          KubernetesMemoryManagerPolicy.TYPE,
          KubernetesMemoryReservationKey.TYPE,
          KubernetesMemoryReservationPolicy.TYPE,
          KubernetesMemorySwapBehavior.TYPE,
          KubernetesMemoryThrottlingFactor.TYPE,
          KubernetesName.TYPE,
          KubernetesQuantityValue.TYPE,
          KubernetesReservedResourceKey.TYPE,
          KubernetesTaintValue.TYPE,
          KubernetesThresholdValue.TYPE,
          Lockdown.TYPE,
          MaxAllowableNumaNodesValue.TYPE,
          MeasurementExclusion.TYPE,
          MigProfile.TYPE,
          NodeTaintValues.TYPE,
          NonNegativeInteger.TYPE,
          NtpDirective.TYPE,
          NvidiaDeviceIdStrategy.TYPE,
          NvidiaDeviceListStrategyValue.TYPE,
          NvidiaDevicePartitioningStrategy.TYPE,
          NvidiaDeviceSharingStrategy.TYPE,
          NvidiaDriverBranch.TYPE,
          NvidiaGpuModel.TYPE,
          OciDefaultsCapability.TYPE,
          OciDefaultsResourceLimitType.TYPE,
          OciImageRef.TYPE,
          PemCertificateString.TYPE,
          RLimit.TYPE,
          RegistryMirrorCapability.TYPE,
          RegistryMirrors.TYPE,
          SingleLineString.TYPE,
          Snapshotter.TYPE,
          SociSnapshotterPullMode.TYPE,
          SysctlKey.TYPE,
          TimeServers.TYPE,
          TopologyManagerPolicy.TYPE,
          TopologyManagerScope.TYPE,
          TransparentHugepageDefragPolicy.TYPE,
          TransparentHugepagePolicy.TYPE,
          Url.TYPE,
          ValidBase64.TYPE,
          ValidBase64Json.TYPE,
          ValidLinuxHostname.TYPE);

  private Scalars() {}

  /**
   * Returns all types.
   *
   * @return scalars and unions, sorted by name; cannot be changed
   */
  public static List<SettingType> all() {
    return ALL;
  }
}
