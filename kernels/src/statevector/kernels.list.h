/*
 * The kernels of this module: JAYNES_KERNEL(name, argument struct, synchronises).
 *
 * Included with JAYNES_KERNEL defined, as often as needed; so the list of the emulated device, the build report and the
 * sources cannot drift apart. Every kernel is extern "C" and takes its struct (jaynes_plan.h) by value as its only
 * parameter. synchronises = 1: threads of a block meet in barriers or shuffles; 0: threads never wait for each other.
 * launch.h says how each is launched. No include guard on purpose.
 */
JAYNES_KERNEL(jaynes_pass_c64, JaynesPassArguments, 1)
JAYNES_KERNEL(jaynes_pass_c128, JaynesPassArguments, 1)
JAYNES_KERNEL(jaynes_probe_pass_c64, JaynesPassArguments, 1)
JAYNES_KERNEL(jaynes_probe_pass_c128, JaynesPassArguments, 1)
JAYNES_KERNEL(jaynes_initialize_c64, JaynesInitializeArguments, 0)
JAYNES_KERNEL(jaynes_initialize_c128, JaynesInitializeArguments, 0)
JAYNES_KERNEL(jaynes_marginal_c64, JaynesMarginalArguments, 1)
JAYNES_KERNEL(jaynes_marginal_c128, JaynesMarginalArguments, 1)
JAYNES_KERNEL(jaynes_fold, JaynesFoldArguments, 1)
JAYNES_KERNEL(jaynes_probability_c64, JaynesProbabilityArguments, 0)
JAYNES_KERNEL(jaynes_probability_c128, JaynesProbabilityArguments, 0)
JAYNES_KERNEL(jaynes_pauli_c64, JaynesPauliArguments, 1)
JAYNES_KERNEL(jaynes_pauli_c128, JaynesPauliArguments, 1)
JAYNES_KERNEL(jaynes_sample_c64, JaynesSampleArguments, 1)
JAYNES_KERNEL(jaynes_sample_c128, JaynesSampleArguments, 1)
JAYNES_KERNEL(jaynes_collapse_c64, JaynesCollapseArguments, 0)
JAYNES_KERNEL(jaynes_collapse_c128, JaynesCollapseArguments, 0)
JAYNES_KERNEL(jaynes_choice_c64, JaynesChoiceArguments, 0)
JAYNES_KERNEL(jaynes_choice_c128, JaynesChoiceArguments, 0)
JAYNES_KERNEL(jaynes_select, JaynesSelectArguments, 0)
