package org.jaynes.service.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens that clients may show, as digests, so that a comparison takes the same time wherever they differ. */
final class Tokens {
    private static final String BEARER = "Bearer ";

    private final List<byte[]> digests;

    Tokens(Set<String> tokens) {
        this.digests = tokens.stream().map(Tokens::digest).toList();
    }

    /**
     * Whether a request may be served: there are no tokens, or it shows one, as {@code Authorization: Bearer TOKEN} or,
     * as the PCSS client does, {@code X-API-Key: TOKEN}.
     */
    boolean admit(Call call) {
        if (digests.isEmpty()) {
            return true;
        }
        String authorization = call.header("Authorization");
        return isKnown(call.header("X-API-Key"))
                || (authorization != null
                        && authorization.startsWith(BEARER)
                        && isKnown(authorization.substring(BEARER.length()).strip()));
    }

    private boolean isKnown(@Nullable String token) {
        if (token == null) {
            return false;
        }
        byte[] shown = digest(token);
        boolean known = false;
        for (byte[] digest : digests) {
            known |= MessageDigest.isEqual(digest, shown);
        }
        return known;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
