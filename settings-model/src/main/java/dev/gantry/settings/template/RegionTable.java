// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where cloud regions keep container images and updates.
 *
 * @param registryAccounts the account of the image registry, by region
 * @param fallbackRegion the region whose registry serves regions that are not in the table
 * @param domains the domain of services, by region; other regions have {@code amazonaws.com}
 * @param fipsRegions the regions whose registry has a FIPS endpoint
 * @param updateHosts the first part of the host name of updates, by region
 * @param publicUpdates where all other regions get updates from
 */
public record RegionTable(
    Map<String, String> registryAccounts,
    String fallbackRegion,
    Map<String, String> domains,
    Set<String> fipsRegions,
    Map<String, String> updateHosts,
    String publicUpdates) {
  private static final String USUAL_ACCOUNT = "328549459982";

  private static final String[] USUAL_REGIONS = {
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2"
  };

  private static final String[] OTHER_ACCOUNTS = {
    "af-south-1", "917644944286",
    "ap-east-1", "375569722642",
    "ap-south-2", "764716012617",
    "ap-southeast-3", "386774335080",
    "ap-southeast-4", "731751899352",
    "ap-southeast-5", "851725293737",
    "ca-west-1", "253897149516",
    "cn-north-1", "183470599484",
    "cn-northwest-1", "183901325759",
    "eu-central-2", "861738308508",
    "eu-isoe-west-1", "589460436674",
    "eu-south-1", "586180183710",
    "eu-south-2", "620625777247",
    "il-central-1", "288123944683",
    "me-central-1", "553577323255",
    "me-south-1", "509306038620",
    "us-gov-east-1", "388230364387",
    "us-gov-west-1", "347163068887"
  };

  private static final RegionTable BOTTLEROCKET =
      new RegionTable(
          accounts(),
          "us-east-1",
          Map.of(
              "cn-north-1", "amazonaws.com.cn",
              "cn-northwest-1", "amazonaws.com.cn",
              "eu-isoe-west-1", "cloud.adc-e.uk"),
          Set.of(
              "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2"),
          Map.of(
              "cn-north-1", "bottlerocket-updates-cn-north-1.s3.dualstack",
              "cn-northwest-1", "bottlerocket-updates-cn-northwest-1.s3.dualstack",
              "eu-isoe-west-1", "bottlerocket-updates-eu-isoe-west-1.s3"),
          "https://updates.bottlerocket.aws");

  /** Creates a table. */
  public RegionTable {
    registryAccounts = Map.copyOf(registryAccounts);
    domains = Map.copyOf(domains);
    fipsRegions = Set.copyOf(fipsRegions);
    updateHosts = Map.copyOf(updateHosts);
    Objects.requireNonNull(publicUpdates, "publicUpdates");
    if (!registryAccounts.containsKey(fallbackRegion)) {
      throw new IllegalArgumentException("no account for the fallback region " + fallbackRegion);
    }
  }

  private static Map<String, String> accounts() {
    Map<String, String> accounts = new TreeMap<>();
    for (String region : USUAL_REGIONS) {
      accounts.put(region, USUAL_ACCOUNT);
    }
    for (int i = 0; i < OTHER_ACCOUNTS.length; i += 2) {
      accounts.put(OTHER_ACCOUNTS[i], OTHER_ACCOUNTS[i + 1]);
    }
    return accounts;
  }

  /**
   * Returns the table of Bottlerocket's core kit 3.1.1.
   *
   * @return 35 regions
   */
  public static RegionTable bottlerocket() {
    return BOTTLEROCKET;
  }

  /**
   * Returns the host of the image registry for a region.
   *
   * @param region the region; the fallback region stands in for one that is not in the table
   * @param fips whether to take the FIPS endpoint where there is one
   * @return the host name
   */
  public String registry(String region, boolean fips) {
    String known = registryAccounts.containsKey(region) ? region : fallbackRegion;
    String suffix =
        fips && !domains.containsKey(known) && fipsRegions.contains(known) ? "-fips" : "";
    return registryAccounts.get(known) + ".dkr.ecr" + suffix + "." + known + "." + domain(known);
  }

  private String domain(String region) {
    return domains.getOrDefault(region, "amazonaws.com");
  }

  /**
   * Returns where a region gets updates from.
   *
   * @param region the region
   * @return a URL without a slash at its end
   */
  public String updates(String region) {
    String host = updateHosts.get(region);
    return host == null
        ? publicUpdates
        : "https://" + host + "." + region + "." + domain(region) + "/latest";
  }

  /**
   * Returns where the metadata is, seen from {@link #updates}.
   *
   * @param region the region
   * @return a path that starts with a slash, or an empty text
   */
  public String metadataPath(String region) {
    return updateHosts.containsKey(region) ? "/metadata" : "";
  }
}
