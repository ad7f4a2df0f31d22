// NATIVE: no, long double has 64 bits of mantissa there
// CFLAGS: -lm
// EXPECT: 2.718281828459045235360287471352662
// EXPECT: 0.6931471805599453094172321214581766
// EXPECT: 1.64872127070012814684865078781416
// EXPECT: 1e+4000 9.0072e+15 8
// EXPECT: 3.321928094887362347870319429489390 3 -2
// EXPECT: 1.175201193643801456882381850595601 1.543080634815243778477905620757061
// EXPECT: 0.7615941559557648881194582826047936
// EXPECT: 1.772453850905516027298167483341 120
// EXPECT: 0.842700792949714869341220635082609 1
// EXPECT: 9.99999999999999999999999999999e-31
// EXPECT: inf 0 nan -inf nan inf
// EXPECT: 1 1 -8 nan inf -0
#include <math.h>
#include <stdio.h>

int
main(void)
{
	volatile long double one = 1, two = 2, ten = 10, half = 0.5L, minus = -1, zero = 0;
	printf("%.33Lf\n", expl(one));
	printf("%.34Lf\n", logl(two));
	printf("%.32Lf\n", powl(expl(one), half));
	printf("%.30Lg %Lg %Lg\n", powl(ten, 4000), powl(two, 53), powl(4, 1.5L));
	printf("%.33Lf %Lg %Lg\n", log2l(ten), log10l(1000), log2l(0.25L));
	printf("%.33Lf %.33Lf\n", sinhl(one), coshl(one));
	printf("%.34Lf\n", tanhl(one));
	printf("%.30Lf %Lg\n", tgammal(half), tgammal(6));
	printf("%.33Lf %Lg\n", erfl(one), expl(-11300) > 0 ? one : zero);
	printf("%.29Le\n", expm1l(1e-30L) - 5e-61L > 0 ? log1pl(1e-30L) : 0);
	printf("%Lg %Lg %Lg %Lg %Lg %Lg\n", expl(INFINITY), expl(-INFINITY), fabsl(logl(minus)), logl(zero),
		fabsl(expl(NAN)), logl(INFINITY));
	printf("%Lg %Lg %Lg %Lg %Lg %Lg\n", powl(zero, zero), powl(one, NAN), powl(-two, 3), fabsl(powl(-two, half)),
		powl(zero, minus), powl(-zero, 3));
}
