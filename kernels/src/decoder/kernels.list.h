/*
 * The kernels of this module, as in statevector/kernels.list.h; common/jaynes_decoder.h says how each is launched. No
 * include guard on purpose.
 */
JAYNES_KERNEL(jaynes_propagation_shared, JaynesPropagationArguments, 1)
JAYNES_KERNEL(jaynes_propagation_global, JaynesPropagationArguments, 1)
JAYNES_KERNEL(jaynes_layers_shared, JaynesPropagationArguments, 1)
JAYNES_KERNEL(jaynes_layers_global, JaynesPropagationArguments, 1)
JAYNES_KERNEL(jaynes_ordered_statistics_shared, JaynesOrderedStatisticsArguments, 1)
JAYNES_KERNEL(jaynes_ordered_statistics_global, JaynesOrderedStatisticsArguments, 1)
JAYNES_KERNEL(jaynes_sampling_shared, JaynesSamplingArguments, 1)
JAYNES_KERNEL(jaynes_sampling_global, JaynesSamplingArguments, 1)
JAYNES_KERNEL(jaynes_mistakes, JaynesMistakesArguments, 1)
JAYNES_KERNEL(jaynes_union_find, JaynesUnionFindArguments, 0)
JAYNES_KERNEL(jaynes_serve_propagation_shared, JaynesServePropagationArguments, 1)
JAYNES_KERNEL(jaynes_serve_propagation_global, JaynesServePropagationArguments, 1)
JAYNES_KERNEL(jaynes_serve_layers_shared, JaynesServePropagationArguments, 1)
JAYNES_KERNEL(jaynes_serve_layers_global, JaynesServePropagationArguments, 1)
JAYNES_KERNEL(jaynes_serve_union_find, JaynesServeUnionFindArguments, 1)
JAYNES_KERNEL(jaynes_frames, JaynesFrameArguments, 1)
