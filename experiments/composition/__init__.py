"""From words and files of configuration to the settings, the arms and the district they describe."""
