/* The kernels of this module; see ../statevector/kernels.list.h for what the entries mean. The structs are those of
 * jaynes_photonics.h; launch.h says how each is launched. No include guard on purpose. */
JAYNES_KERNEL(jaynes_permanent_real_8, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_real_16, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_real_24, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_real_32, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_real_40, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_complex_8, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_complex_16, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_complex_24, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_complex_32, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_complex_40, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_repeated_real, JaynesPermanentArguments, 1)
JAYNES_KERNEL(jaynes_permanent_repeated_complex, JaynesPermanentArguments, 1)
