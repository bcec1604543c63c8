// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.ECSAgentImagePullBehavior;
import dev.gantry.settings.scalar.ECSAgentLogLevel;
import dev.gantry.settings.scalar.ECSAttributeKey;
import dev.gantry.settings.scalar.ECSAttributeValue;
import dev.gantry.settings.scalar.ECSDurationValue;
import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent of Amazon ECS.
 *
 * @param cluster the cluster that the host joins, or null if it is not set
 * @param instanceAttributes attributes of the container instance, by name
 * @param allowPrivilegedContainers whether tasks may have privileged containers, or null if it is
 *     not set
 * @param loggingDrivers the logging drivers that tasks may use, or null if it is not set
 * @param loglevel what the agent logs, or null if it is not set
 * @param enableSpotInstanceDraining whether tasks are moved away when a spot instance is about to
 *     end, or null if it is not set
 * @param imagePullBehavior when images are pulled, or null if it is not set
 * @param containerStopTimeout how long a container may take to stop, or null if it is not set
 * @param taskCleanupWait how long a stopped task is kept, or null if it is not set
 * @param metadataServiceRps requests that tasks may send to the metadata service each second, or
 *     null if it is not set
 * @param metadataServiceBurst requests that tasks may send to the metadata service at once, or null
 *     if it is not set
 * @param reservedMemory memory that is kept from tasks, in MiB, or null if it is not set
 * @param imageCleanupWait time between two rounds of image clean-up, or null if it is not set
 * @param imageCleanupDeletePerCycle most images that a round of clean-up removes, or null if it is
 *     not set
 * @param imageCleanupEnabled whether images that nobody uses are removed, or null if it is not set
 * @param imageCleanupAge how old an image must be to be removed, or null if it is not set
 * @param backendHost the service that the agent talks to, in place of the public one, or null if it
 *     is not set
 * @param awsvpcBlockImds whether tasks in mode awsvpc are kept from the instance metadata service,
 *     or null if it is not set
 * @param enableContainerMetadata whether containers get a file with data about themselves, or null
 *     if it is not set
 */
@SettingsNamespace(value = "ecs", doc = "The agent of Amazon ECS.")
public record EcsSettings(
    @Setting("The cluster that the host joins.") @Nullable String cluster,
    @Setting("Attributes of the container instance, by name.")
        Map<ECSAttributeKey, ECSAttributeValue> instanceAttributes,
    @Setting("Whether tasks may have privileged containers.")
        @Nullable Boolean allowPrivilegedContainers,
    @Setting("The logging drivers that tasks may use.")
        @Nullable List<SingleLineString> loggingDrivers,
    @Setting(value = "What the agent logs.", name = "loglevel") @Nullable ECSAgentLogLevel loglevel,
    @Setting("Whether tasks are moved away when a spot instance is about to end.")
        @Nullable Boolean enableSpotInstanceDraining,
    @Setting("When images are pulled.") @Nullable ECSAgentImagePullBehavior imagePullBehavior,
    @Setting("How long a container may take to stop.")
        @Nullable ECSDurationValue containerStopTimeout,
    @Setting("How long a stopped task is kept.") @Nullable ECSDurationValue taskCleanupWait,
    @Setting("Requests that tasks may send to the metadata service each second.")
        @Nullable Long metadataServiceRps,
    @Setting("Requests that tasks may send to the metadata service at once.")
        @Nullable Long metadataServiceBurst,
    @Setting(value = "Memory that is kept from tasks, in MiB.", min = 0, max = 65535)
        @Nullable Integer reservedMemory,
    @Setting("Time between two rounds of image clean-up.")
        @Nullable ECSDurationValue imageCleanupWait,
    @Setting("Most images that a round of clean-up removes.")
        @Nullable Long imageCleanupDeletePerCycle,
    @Setting("Whether images that nobody uses are removed.") @Nullable Boolean imageCleanupEnabled,
    @Setting("How old an image must be to be removed.") @Nullable ECSDurationValue imageCleanupAge,
    @Setting("The service that the agent talks to, in place of the public one.")
        @Nullable String backendHost,
    @Setting("Whether tasks in mode awsvpc are kept from the instance metadata service.")
        @Nullable Boolean awsvpcBlockImds,
    @Setting("Whether containers get a file with data about themselves.")
        @Nullable Boolean enableContainerMetadata) {}
