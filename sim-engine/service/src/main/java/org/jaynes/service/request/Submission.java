package org.jaynes.service.request;

import org.jaynes.service.SamplingRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param machine the name of the machine that shall run it, or null if the client named none
 */
public record Submission(@Nullable String machine, SamplingRequest request) {}
