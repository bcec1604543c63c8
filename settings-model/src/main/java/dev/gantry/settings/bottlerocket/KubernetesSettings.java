// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.CpuManagerPolicy;
import dev.gantry.settings.scalar.DNSDomain;
import dev.gantry.settings.scalar.Identifier;
import dev.gantry.settings.scalar.IntegerPercent;
import dev.gantry.settings.scalar.IpAddr;
import dev.gantry.settings.scalar.KernelCpuSetValue;
import dev.gantry.settings.scalar.KubernetesAuthenticationMode;
import dev.gantry.settings.scalar.KubernetesBootstrapToken;
import dev.gantry.settings.scalar.KubernetesCPUManagerPolicyOption;
import dev.gantry.settings.scalar.KubernetesCloudProvider;
import dev.gantry.settings.scalar.KubernetesClusterDnsIp;
import dev.gantry.settings.scalar.KubernetesClusterName;
import dev.gantry.settings.scalar.KubernetesDurationValue;
import dev.gantry.settings.scalar.KubernetesEvictionKey;
import dev.gantry.settings.scalar.KubernetesHostnameOverrideSource;
import dev.gantry.settings.scalar.KubernetesIdsPerPodValue;
import dev.gantry.settings.scalar.KubernetesLabelKey;
import dev.gantry.settings.scalar.KubernetesLabelValue;
import dev.gantry.settings.scalar.KubernetesMemoryManagerPolicy;
import dev.gantry.settings.scalar.KubernetesMemoryReservationPolicy;
import dev.gantry.settings.scalar.KubernetesMemorySwapBehavior;
import dev.gantry.settings.scalar.KubernetesMemoryThrottlingFactor;
import dev.gantry.settings.scalar.KubernetesQuantityValue;
import dev.gantry.settings.scalar.KubernetesReservedResourceKey;
import dev.gantry.settings.scalar.KubernetesThresholdValue;
import dev.gantry.settings.scalar.NodeTaintValues;
import dev.gantry.settings.scalar.NonNegativeInteger;
import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.scalar.TopologyManagerPolicy;
import dev.gantry.settings.scalar.TopologyManagerScope;
import dev.gantry.settings.scalar.Url;
import dev.gantry.settings.scalar.ValidBase64;
import dev.gantry.settings.scalar.ValidLinuxHostname;
import dev.gantry.settings.schema.Secret;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kubelet and what it needs to join a cluster.
 *
 * @param clusterName the cluster that the node joins, or null if it is not set
 * @param clusterCertificate the certificate of the cluster's authority, as PEM in base64, or null
 *     if it is not set
 * @param apiServer the API server of the cluster, or null if it is not set
 * @param nodeLabels labels that the node registers with
 * @param nodeTaints taints that the node registers with: a value with its effect, or a list of
 *     these
 * @param staticPods pods that the kubelet runs by itself, by name
 * @param authenticationMode how the node proves itself to the API server, or null if it is not set
 * @param bootstrapToken token with which the node asks for its first certificate, or null if it is
 *     not set
 * @param standaloneMode whether the kubelet runs without an API server, or null if it is not set
 * @param evictionHard limits at which pods are evicted at once
 * @param evictionSoft limits at which pods are evicted after a grace period
 * @param evictionSoftGracePeriod grace periods of the soft limits
 * @param evictionMaxPodGracePeriod most seconds that a pod gets to end when a soft limit is met, or
 *     null if it is not set
 * @param kubeReserved resources that are kept for the kubelet and the container runtime
 * @param systemReserved resources that are kept for the system
 * @param allowedUnsafeSysctls unsafe kernel parameters that pods may set; a star at the end stands
 *     for anything, or null if it is not set
 * @param serverTlsBootstrap whether the kubelet asks the cluster for its server certificate, or
 *     null if it is not set
 * @param cloudProvider what integrates the node with its cloud, or null if it is not set
 * @param registryQps image pulls each second, or null if it is not set
 * @param registryBurst image pulls at once, or null if it is not set
 * @param eventQps events each second, or null if it is not set
 * @param eventBurst events at once, or null if it is not set
 * @param kubeApiQps requests to the API server each second, or null if it is not set
 * @param kubeApiBurst requests to the API server at once, or null if it is not set
 * @param containerLogMaxSize size at which a container's log is rotated, or null if it is not set
 * @param containerLogMaxFiles most log files of a container, or null if it is not set
 * @param containerLogMaxWorkers most logs that are rotated at once, or null if it is not set
 * @param containerLogMonitorInterval time between two looks at the logs, or null if it is not set
 * @param cpuCfsQuotaEnforced whether CPU limits of containers are enforced, or null if it is not
 *     set
 * @param cpuManagerPolicy whether containers can have CPUs of their own, or null if it is not set
 * @param cpuManagerReconcilePeriod time between two rounds of the CPU manager, or null if it is not
 *     set
 * @param cpuManagerPolicyOptions how CPUs are given out, or null if it is not set
 * @param topologyManagerScope whether resources are aligned for each container or for the whole
 *     pod, or null if it is not set
 * @param topologyManagerPolicy how strictly resources are aligned, or null if it is not set
 * @param topologyManagerPolicyOptions how resources are aligned
 * @param podPidsLimit most processes in a pod, or null if it is not set
 * @param imageGcHighThresholdPercent disk usage at which images are removed, in percent, or null if
 *     it is not set
 * @param imageGcLowThresholdPercent disk usage down to which images are removed, in percent, or
 *     null if it is not set
 * @param imageMinimumGcAge how old an unused image must be to be removed, or null if it is not set
 * @param imageMaximumGcAge how old an unused image may get before it is removed, or null if it is
 *     not set
 * @param providerId name of the node with its cloud provider, or null if it is not set
 * @param logLevel how much the kubelet logs, or null if it is not set
 * @param credentialProviders programs that get credentials for image registries, by name
 * @param serverCertificate the kubelet's server certificate, as PEM in base64, or null if it is not
 *     set
 * @param serverKey the key of the kubelet's server certificate, as PEM in base64, or null if it is
 *     not set
 * @param shutdownGracePeriod how long the shutdown of the node waits for pods, or null if it is not
 *     set
 * @param shutdownGracePeriodForCriticalPods how much of the grace period is kept for critical pods,
 *     or null if it is not set
 * @param memoryManagerReservedMemory memory that is kept from containers, by NUMA node
 * @param memoryManagerPolicy whether containers can have memory of their own, or null if it is not
 *     set
 * @param reservedCpus CPUs that are kept for the system and the kubelet, or null if it is not set
 * @param memorySwapBehavior whether pods may use swap, or null if it is not set
 * @param memoryReservationPolicy whether memory that pods ask for is protected, or null if it is
 *     not set
 * @param memoryThrottlingFactor part of the room between request and limit of memory at which a
 *     container is throttled, or null if it is not set
 * @param hostnameOverrideSource what the node is named after, or null if it is not set
 * @param seccompDefault whether containers get the runtime's seccomp profile if they name none, or
 *     null if it is not set
 * @param deviceOwnershipFromSecurityContext whether devices belong to the user that a container
 *     runs as, or null if it is not set
 * @param singleProcessOomKill whether only one process of a container is killed when memory runs
 *     out, or null if it is not set
 * @param staticPodsEnabled whether static pods run, or null if it is not set
 * @param maxPods most pods on the node, or null if it is not set
 * @param clusterDnsIp address of the cluster's name server, or a list of them, or null if it is not
 *     set
 * @param clusterDomain domain of the cluster's services, or null if it is not set
 * @param nodeIp address of the node, or null if it is not set
 * @param podInfraContainerImage image of the container that holds a pod together; it does nothing
 *     any more, or null if it is not set
 * @param hostnameOverride name of the node, or null if it is not set
 * @param idsPerPod user and group ids that a pod with a user namespace gets; a multiple of 65536,
 *     or null if it is not set
 * @param maxParallelImagePulls most images that are pulled at once, or null if it is not set
 * @param containerRuntimeEndpoint the socket of the container runtime, or null if it is not set
 */
@SettingsNamespace(value = "kubernetes", doc = "The kubelet and what it needs to join a cluster.")
public record KubernetesSettings(
    @Setting("The cluster that the node joins.") @Nullable KubernetesClusterName clusterName,
    @Setting("The certificate of the cluster's authority, as PEM in base64.")
        @Nullable ValidBase64 clusterCertificate,
    @Setting("The API server of the cluster.") @Nullable Url apiServer,
    @Setting("Labels that the node registers with.")
        Map<KubernetesLabelKey, KubernetesLabelValue> nodeLabels,
    @Setting("Taints that the node registers with: a value with its effect, or a list of these.")
        Map<KubernetesLabelKey, NodeTaintValues> nodeTaints,
    @Setting("Pods that the kubelet runs by itself, by name.")
        Map<Identifier, StaticPod> staticPods,
    @Setting("How the node proves itself to the API server.")
        @Nullable KubernetesAuthenticationMode authenticationMode,
    @Setting("Token with which the node asks for its first certificate.")
        @Nullable Secret<KubernetesBootstrapToken> bootstrapToken,
    @Setting("Whether the kubelet runs without an API server.") @Nullable Boolean standaloneMode,
    @Setting("Limits at which pods are evicted at once.")
        Map<KubernetesEvictionKey, KubernetesThresholdValue> evictionHard,
    @Setting("Limits at which pods are evicted after a grace period.")
        Map<KubernetesEvictionKey, KubernetesThresholdValue> evictionSoft,
    @Setting("Grace periods of the soft limits.")
        Map<KubernetesEvictionKey, KubernetesDurationValue> evictionSoftGracePeriod,
    @Setting("Most seconds that a pod gets to end when a soft limit is met.")
        @Nullable NonNegativeInteger evictionMaxPodGracePeriod,
    @Setting("Resources that are kept for the kubelet and the container runtime.")
        Map<KubernetesReservedResourceKey, KubernetesQuantityValue> kubeReserved,
    @Setting("Resources that are kept for the system.")
        Map<KubernetesReservedResourceKey, KubernetesQuantityValue> systemReserved,
    @Setting("Unsafe kernel parameters that pods may set; a star at the end stands for anything.")
        @Nullable List<SingleLineString> allowedUnsafeSysctls,
    @Setting("Whether the kubelet asks the cluster for its server certificate.")
        @Nullable Boolean serverTlsBootstrap,
    @Setting("What integrates the node with its cloud.")
        @Nullable KubernetesCloudProvider cloudProvider,
    @Setting("Image pulls each second.") @Nullable Integer registryQps,
    @Setting("Image pulls at once.") @Nullable Integer registryBurst,
    @Setting("Events each second.") @Nullable Integer eventQps,
    @Setting("Events at once.") @Nullable Integer eventBurst,
    @Setting("Requests to the API server each second.") @Nullable Integer kubeApiQps,
    @Setting("Requests to the API server at once.") @Nullable Integer kubeApiBurst,
    @Setting("Size at which a container's log is rotated.")
        @Nullable KubernetesQuantityValue containerLogMaxSize,
    @Setting("Most log files of a container.") @Nullable Integer containerLogMaxFiles,
    @Setting(value = "Most logs that are rotated at once.", since = "0.9.0")
        @Nullable Integer containerLogMaxWorkers,
    @Setting(value = "Time between two looks at the logs.", since = "0.9.0")
        @Nullable KubernetesDurationValue containerLogMonitorInterval,
    @Setting("Whether CPU limits of containers are enforced.")
        @Nullable Boolean cpuCfsQuotaEnforced,
    @Setting("Whether containers can have CPUs of their own.")
        @Nullable CpuManagerPolicy cpuManagerPolicy,
    @Setting("Time between two rounds of the CPU manager.")
        @Nullable KubernetesDurationValue cpuManagerReconcilePeriod,
    @Setting("How CPUs are given out.")
        @Nullable List<KubernetesCPUManagerPolicyOption> cpuManagerPolicyOptions,
    @Setting("Whether resources are aligned for each container or for the whole pod.")
        @Nullable TopologyManagerScope topologyManagerScope,
    @Setting("How strictly resources are aligned.")
        @Nullable TopologyManagerPolicy topologyManagerPolicy,
    @Setting(value = "How resources are aligned.", since = "0.22.0")
        TopologyManagerOptions topologyManagerPolicyOptions,
    @Setting("Most processes in a pod.") @Nullable Long podPidsLimit,
    @Setting("Disk usage at which images are removed, in percent.")
        @Nullable IntegerPercent imageGcHighThresholdPercent,
    @Setting("Disk usage down to which images are removed, in percent.")
        @Nullable IntegerPercent imageGcLowThresholdPercent,
    @Setting(value = "How old an unused image must be to be removed.", since = "0.17.0")
        @Nullable KubernetesDurationValue imageMinimumGcAge,
    @Setting(value = "How old an unused image may get before it is removed.", since = "0.17.0")
        @Nullable KubernetesDurationValue imageMaximumGcAge,
    @Setting("Name of the node with its cloud provider.") @Nullable Url providerId,
    @Setting(value = "How much the kubelet logs.", min = 0, max = 255) @Nullable Integer logLevel,
    @Setting("Programs that get credentials for image registries, by name.")
        Map<Identifier, CredentialProvider> credentialProviders,
    @Setting("The kubelet's server certificate, as PEM in base64.")
        @Nullable ValidBase64 serverCertificate,
    @Setting("The key of the kubelet's server certificate, as PEM in base64.")
        @Nullable Secret<ValidBase64> serverKey,
    @Setting("How long the shutdown of the node waits for pods.")
        @Nullable KubernetesDurationValue shutdownGracePeriod,
    @Setting("How much of the grace period is kept for critical pods.")
        @Nullable KubernetesDurationValue shutdownGracePeriodForCriticalPods,
    @Setting("Memory that is kept from containers, by NUMA node.")
        Map<Identifier, MemoryReservation> memoryManagerReservedMemory,
    @Setting("Whether containers can have memory of their own.")
        @Nullable KubernetesMemoryManagerPolicy memoryManagerPolicy,
    @Setting("CPUs that are kept for the system and the kubelet.")
        @Nullable KernelCpuSetValue reservedCpus,
    @Setting(value = "Whether pods may use swap.", since = "0.11.0")
        @Nullable KubernetesMemorySwapBehavior memorySwapBehavior,
    @Setting(value = "Whether memory that pods ask for is protected.", since = "0.27.0")
        @Nullable KubernetesMemoryReservationPolicy memoryReservationPolicy,
    @Setting(
            value =
                "Part of the room between request and limit of memory at which a container is"
                    + " throttled.",
            since = "0.27.0")
        @Nullable KubernetesMemoryThrottlingFactor memoryThrottlingFactor,
    @Setting(value = "What the node is named after.", since = "0.2.0")
        @Nullable KubernetesHostnameOverrideSource hostnameOverrideSource,
    @Setting("Whether containers get the runtime's seccomp profile if they name none.")
        @Nullable Boolean seccompDefault,
    @Setting(
            value = "Whether devices belong to the user that a container runs as.",
            since = "0.7.0")
        @Nullable Boolean deviceOwnershipFromSecurityContext,
    @Setting(
            value = "Whether only one process of a container is killed when memory runs out.",
            since = "0.9.0")
        @Nullable Boolean singleProcessOomKill,
    @Setting(value = "Whether static pods run.", since = "0.13.0")
        @Nullable Boolean staticPodsEnabled,
    @Setting(value = "Most pods on the node.", min = 0, max = 4294967295L) @Nullable Long maxPods,
    @Setting("Address of the cluster's name server, or a list of them.")
        @Nullable KubernetesClusterDnsIp clusterDnsIp,
    @Setting("Domain of the cluster's services.") @Nullable DNSDomain clusterDomain,
    @Setting("Address of the node.") @Nullable IpAddr nodeIp,
    @Setting(
            value = "Image of the container that holds a pod together; it does nothing any more.",
            deprecated = "containerd uses the image that it comes with; leave this out.")
        @Nullable SingleLineString podInfraContainerImage,
    @Setting("Name of the node.") @Nullable ValidLinuxHostname hostnameOverride,
    @Setting(
            value =
                "User and group ids that a pod with a user namespace gets; a multiple of 65536.",
            since = "0.17.0")
        @Nullable KubernetesIdsPerPodValue idsPerPod,
    @Setting(value = "Most images that are pulled at once.", since = "0.17.0")
        @Nullable Integer maxParallelImagePulls,
    @Setting(value = "The socket of the container runtime.", since = "0.25.0")
        @Nullable SingleLineString containerRuntimeEndpoint) {}
