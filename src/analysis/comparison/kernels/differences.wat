;; Inner loop of comparing two float32 weights. What it does is said, in TypeScript, by `referenceDifferences` in
;; differences.ts; tests hold the two against each other. Pointers are byte addresses on any border, `count` is a multiple
;; of 4. The sums are kept in four lanes and added up at the end.
(module
  ;; Two blocks and the results: see differences.ts.
  (memory (export "memory") 2)

  ;; out: f64 signal, noise; i32 zerosOfA, zerosOfB, equal, raises.
  (func (export "differences") (param $a i32) (param $b i32) (param $count i32)
    (param $largest f64) (param $relative f64) (param $out i32)
    (local $end i32) (local $va v128) (local $vb v128) (local $isZero v128)
    (local $largests v128) (local $relatives v128)
    (local $aLow v128) (local $aHigh v128) (local $offLow v128) (local $offHigh v128)
    (local $signalLow v128) (local $signalHigh v128) (local $noiseLow v128) (local $noiseHigh v128)
    (local $mostLow v128) (local $mostHigh v128) (local $raises v128)
    (local $zerosOfA v128) (local $zerosOfB v128) (local $equal v128)
    (local.set $end (i32.add (local.get $a) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $largests (f64x2.splat (local.get $largest)))
    (local.set $relatives (f64x2.splat (local.get $relative)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $a) (local.get $end)))
        (local.set $va (v128.load (local.get $a)))
        (local.set $vb (v128.load (local.get $b)))
        ;; A comparison that holds gives -1, which is subtracted.
        (local.set $isZero (f32x4.eq (local.get $va) (v128.const f32x4 0 0 0 0)))
        (local.set $zerosOfA (i32x4.sub (local.get $zerosOfA) (local.get $isZero)))
        (local.set $zerosOfB (i32x4.sub (local.get $zerosOfB)
          (f32x4.eq (local.get $vb) (v128.const f32x4 0 0 0 0))))
        (local.set $equal (i32x4.sub (local.get $equal) (f32x4.eq (local.get $va) (local.get $vb))))
        ;; Upper halves are loaded a second time: cheaper than to move them within a vector.
        (local.set $aLow (f64x2.promote_low_f32x4 (local.get $va)))
        (local.set $aHigh (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $a))))
        (local.set $offLow (f64x2.sub (local.get $aLow) (f64x2.promote_low_f32x4 (local.get $vb))))
        (local.set $offHigh (f64x2.sub (local.get $aHigh)
          (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $b)))))
        (local.set $signalLow (f64x2.add (local.get $signalLow) (f64x2.mul (local.get $aLow) (local.get $aLow))))
        (local.set $signalHigh (f64x2.add (local.get $signalHigh) (f64x2.mul (local.get $aHigh) (local.get $aHigh))))
        (local.set $noiseLow (f64x2.add (local.get $noiseLow) (f64x2.mul (local.get $offLow) (local.get $offLow))))
        (local.set $noiseHigh (f64x2.add (local.get $noiseHigh) (f64x2.mul (local.get $offHigh) (local.get $offHigh))))
        (local.set $offLow (f64x2.abs (local.get $offLow)))
        (local.set $offHigh (f64x2.abs (local.get $offHigh)))
        (local.set $mostLow (f64x2.pmax (local.get $mostLow) (local.get $offLow)))
        (local.set $mostHigh (f64x2.pmax (local.get $mostHigh) (local.get $offHigh)))
        ;; off > relative * |a|, both halves brought together, where a is not zero.
        (local.set $raises (v128.or (local.get $raises) (v128.andnot
          (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
            (f64x2.gt (local.get $offLow) (f64x2.mul (local.get $relatives) (f64x2.abs (local.get $aLow))))
            (f64x2.gt (local.get $offHigh) (f64x2.mul (local.get $relatives) (f64x2.abs (local.get $aHigh)))))
          (local.get $isZero))))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (br $next)))
    (local.set $signalLow (f64x2.add (local.get $signalLow) (local.get $signalHigh)))
    (local.set $noiseLow (f64x2.add (local.get $noiseLow) (local.get $noiseHigh)))
    (local.set $raises (v128.or (local.get $raises) (v128.or
      (f64x2.gt (local.get $mostLow) (local.get $largests))
      (f64x2.gt (local.get $mostHigh) (local.get $largests)))))
    (f64.store (local.get $out)
      (f64.add (f64x2.extract_lane 0 (local.get $signalLow)) (f64x2.extract_lane 1 (local.get $signalLow))))
    (f64.store offset=8 (local.get $out)
      (f64.add (f64x2.extract_lane 0 (local.get $noiseLow)) (f64x2.extract_lane 1 (local.get $noiseLow))))
    (i32.store offset=16 (local.get $out) (call $sum (local.get $zerosOfA)))
    (i32.store offset=20 (local.get $out) (call $sum (local.get $zerosOfB)))
    (i32.store offset=24 (local.get $out) (call $sum (local.get $equal)))
    (i32.store offset=28 (local.get $out) (v128.any_true (local.get $raises))))

  (func $sum (param $lanes v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $lanes)) (i32x4.extract_lane 1 (local.get $lanes)))
      (i32.add (i32x4.extract_lane 2 (local.get $lanes)) (i32x4.extract_lane 3 (local.get $lanes))))))
