extension RunSummary.Figures {
  /// The figures of `metric` from what was measured of it.
  public init(of metric: Metric, _ value: Measurements.Value) {
    switch value {
    case .trend(let values):
      self.init(name: metric.name, unit: metric.unit.rawValue, count: values.count)
      minimum = values.minimum.map(Double.init)
      mean = values.mean
      p50 = values[.p50].map(Double.init)
      p90 = values[.p90].map(Double.init)
      p95 = values[.p95].map(Double.init)
      p99 = values[.p99].map(Double.init)
      p999 = values[.p999].map(Double.init)
      maximum = values.maximum.map(Double.init)
    case .counter(let count, let among):
      self.init(name: metric.name, unit: metric.unit.rawValue, count: among)
      self.value = Double(count)
    case .rate(let count, let trials):
      self.init(name: metric.name, unit: metric.unit.rawValue, count: trials)
      self.value = Double(count) / Double(trials)
    }
  }
}
