package darkroom.account;

import darkroom.config.Secret;

/** A key at the one moment when its full text is known. */
public record IssuedKey(ApiKey key, Secret text) {}
